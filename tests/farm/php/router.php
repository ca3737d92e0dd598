<?php
// Serves one wiki of the farm with PHP's own server: short addresses, its own uploads, a way to empty the caches.
$path = rawurldecode( explode( '?', $_SERVER['REQUEST_URI'], 2 )[0] );
if ( $path === '/farm/forget' ) {
	// Both caches are shared by the server's workers; nobody else can tell them that a file or a page has changed.
	opcache_invalidate( getenv( 'MW_CONFIG_FILE' ), true );
	echo function_exists( 'apcu_clear_cache' ) && apcu_clear_cache() ? 'done' : 'nothing to forget';
	return true;
}
if ( str_starts_with( $path, '/images/' ) ) {
	$folder = dirname( getenv( 'MW_CONFIG_FILE' ) ) . '/images';
	$file = realpath( $folder . substr( $path, strlen( '/images' ) ) );
	if ( $file === false || !is_file( $file ) || !str_starts_with( $file, realpath( $folder ) . '/' ) ) {
		http_response_code( 404 );
		return true;
	}
	header( 'Content-Type: ' . mime_content_type( $file ) );
	header( 'Content-Length: ' . filesize( $file ) );
	readfile( $file );
	return true;
}
if ( $path === '/' || str_starts_with( $path, '/wiki/' ) ) {
	$_SERVER['SCRIPT_NAME'] = '/index.php';
	$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/index.php';
	require $_SERVER['SCRIPT_FILENAME'];
	return true;
}
return false;
