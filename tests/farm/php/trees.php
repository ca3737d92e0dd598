<?php
// Gives the preprocessor's tree of each text of a JSON list on standard input, with the extension tags it knows.
require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class Trees extends Maintenance {
	public function execute() {
		$parser = MediaWiki\MediaWikiServices::getInstance()->getParserFactory()->create();
		$parser->startExternalParse( Title::newFromText( 'X' ), ParserOptions::newFromAnon(), Parser::OT_HTML );
		$trees = [];
		foreach ( json_decode( stream_get_contents( STDIN ) ) as $text ) {
			$trees[] = $parser->preprocessToDom( $text )->__toString();
		}
		$flags = JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE;
		fwrite( STDOUT, json_encode( [ 'tags' => $parser->getTags(), 'trees' => $trees ], $flags ) );
	}
}

$maintClass = 'Trees';
require_once RUN_MAINTENANCE_IF_MAIN;
