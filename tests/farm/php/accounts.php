<?php
// Makes accounts, their groups and a bot password from JSON on standard input, in one start of PHP:
// {"accounts": [{"name", "password", "groups": []}], "bot": {"name", "app", "password", "grants": []}|null}
use MediaWiki\Auth\AuthManager;
use MediaWiki\MediaWikiServices;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class FarmAccounts extends Maintenance {
	public function execute() {
		$wanted = json_decode( file_get_contents( 'php://stdin' ), true, 16, JSON_THROW_ON_ERROR );
		foreach ( $wanted['accounts'] as $account ) {
			$this->make( $account );
		}
		if ( $wanted['bot'] ?? null ) {
			$this->makeBotPassword( $wanted['bot'] );
		}
	}

	private function make( array $account ) {
		$services = MediaWikiServices::getInstance();
		$user = $services->getUserFactory()->newFromName( $account['name'] );
		if ( !$user ) {
			$this->fatalError( "No account can be called {$account['name']}." );
		}
		if ( !$user->isRegistered() ) {
			$this->check( $services->getAuthManager()->autoCreateUser(
				$user, AuthManager::AUTOCREATE_SOURCE_MAINT, false
			) );
		}
		if ( $account['password'] ?? null ) {
			$password = $account['password'];
			$this->check( $user->changeAuthenticationData(
				[ 'username' => $user->getName(), 'password' => $password, 'retype' => $password ]
			) );
		}
		foreach ( $account['groups'] ?? [] as $group ) {
			$services->getUserGroupManager()->addUserToGroup( $user, $group );
		}
		$user->saveSettings();
	}

	private function makeBotPassword( array $bot ) {
		$password = MediaWikiServices::getInstance()->getPasswordFactory()->newFromPlaintext( $bot['password'] );
		$entry = BotPassword::newUnsaved(
			[ 'username' => $bot['name'], 'appId' => $bot['app'], 'grants' => $bot['grants'] ]
		);
		$this->check( $entry->save( 'insert', $password ) );
	}

	private function check( $status ) {
		if ( !$status->isGood() ) {
			$this->fatalError( $status->getMessage( false, false, 'en' )->text() );
		}
	}
}

$maintClass = FarmAccounts::class;
require_once RUN_MAINTENANCE_IF_MAIN;
