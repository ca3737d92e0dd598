"""The LocalSettings.php of a wiki of the farm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SHARE_ALIKE = "https://creativecommons.org/licenses/by-sa/4.0/"
SHARE_ALIKE_WORDS = "Creative Commons Attribution - Partage dans les Mêmes Conditions 4.0"
EXTENSIONS = ("Cite", "ParserFunctions", "TemplateData")

MAY_PROTECT = "$wgGroupPermissions['bot']['protect'] = $wgGroupPermissions['bot']['editprotected'] = true;"
"""Lets the robot protect pages: its bot password has the grant, its group by itself has not the right."""


@dataclass(frozen=True)
class WikiSettings:
    """What differs from one wiki of the farm to the next."""

    site_name: str
    server: str = "http://127.0.0.1"
    language: str = "fr"
    rights_url: str = SHARE_ALIKE
    rights_text: str = SHARE_ALIKE_WORDS
    namespaces: Mapping[int, str] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    extra: str = ""


def php_string(text: str) -> str:
    """Write a text as a PHP literal that interpolates nothing."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def local_settings(folder: Path, settings: WikiSettings) -> str:
    """Write the settings of the wiki in a folder."""
    values = {
        "wgSitename": settings.site_name,
        "wgServer": settings.server,
        "wgLanguageCode": settings.language,
        "wgRightsUrl": settings.rights_url,
        "wgRightsText": settings.rights_text,
        "wgSQLiteDataDir": str(folder / "db"),
        "wgCacheDirectory": str(folder / "cache"),
        "wgUploadDirectory": str(folder / "images"),
    }
    lines = ["<?php", *(f"${key} = {php_string(value)};" for key, value in values.items()), FIXED]
    named = (*(name for name in EXTENSIONS if name not in settings.without), *settings.extensions)
    lines += [f"wfLoadExtension( {php_string(name)} );" for name in named]
    for number, name in sorted(settings.namespaces.items()):
        lines.append(f"$wgExtraNamespaces[{number}] = {php_string(name.replace(' ', '_'))};")
        if number % 2 == 0:
            lines.append(f"$wgContentNamespaces[] = {number};")
            lines.append(f"$wgNamespacesToBeSearchedDefault[{number}] = true;")
    return "\n".join([*lines, settings.extra, ""])


# APCu serves the web requests; maintenance scripts have none, so after each of them the farm empties the server's
# (see router.php). Sessions and tokens live in the database: they survive that, and snapshots hold them.
FIXED = r"""
$wgScriptPath = "";
$wgArticlePath = "/wiki/$1";
$wgResourceBasePath = $wgScriptPath;
$wgDBtype = "sqlite";
$wgDBserver = $wgDBuser = $wgDBpassword = "";
$wgDBname = "wiki";
function farmDatabase( string $name ): array {
	return [ 'type' => 'sqlite', 'dbname' => $name, 'tablePrefix' => '', 'flags' => 0, 'trxMode' => 'IMMEDIATE',
		'variables' => [ 'synchronous' => 'OFF' ], 'dbDirectory' => $GLOBALS['wgSQLiteDataDir'] ];
}
$wgDBservers = [ [ 'host' => '', 'user' => '', 'password' => '', 'load' => 1 ] + farmDatabase( 'wiki' ) ];
$wgObjectCaches[CACHE_DB] =
	[ 'class' => SqlBagOStuff::class, 'loggroup' => 'SQLBagOStuff', 'server' => farmDatabase( 'wikicache' ) ];
$wgObjectCaches['db-replicated'] = [
	'factory' => 'Wikimedia\ObjectFactory\ObjectFactory::getObjectFromSpec',
	'args' => [ [ 'factory' => 'ObjectCache::getInstance', 'args' => [ CACHE_DB ] ] ]
];
$wgJobTypeConf['default'] =
	[ 'class' => 'JobQueueDB', 'claimTTL' => 3600, 'server' => farmDatabase( 'wiki_jobqueue' ) ];
$wgMainCacheType = CACHE_ACCEL;
$wgSessionCacheType = $wgMainStash = CACHE_DB;
// The server looks at no file twice (see server.py), so who writes one says so. Where a script of its own process wrote
// it, the server finds what it read expired, and writes it once more.
class FarmMessages extends LCStoreStaticArray {
	public function finishWrite() {
		parent::finishWrite();
		foreach ( glob( "{$GLOBALS['wgCacheDirectory']}/*.php" ) as $file ) {
			opcache_invalidate( $file, true );
		}
	}
}
$wgLocalisationCacheConf['storeClass'] = FarmMessages::class;
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgEnableEmail = $wgPingback = $wgUseInstantCommons = $wgUseImageMagick = false;
$wgDisableSearchUpdate = $wgEnableUploads = true;
$wgUploadPath = "/images";
$wgSecretKey = str_repeat( 'f', 64 );
$wgUpgradeKey = str_repeat( 'f', 16 );
$wgAuthenticationTokenVersion = "1";
$wgPasswordConfig['pbkdf2']['cost'] = '1000';
$wgSessionPbkdf2Iterations = 1;
$wgDiff3 = "/usr/bin/diff3";
$wgDefaultSkin = "vector";
$wgGroupPermissions['sysop']['deleterevision'] = $wgGroupPermissions['sysop']['deletedhistory'] = true;
$wgGroupPermissions['sysop']['deletelogentry'] = $wgGroupPermissions['sysop']['suppressrevision'] = true;
wfLoadSkin( 'Vector' );
"""
