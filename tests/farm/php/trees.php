<?php
// Gives the preprocessor's tree of each text of a JSON list on standard input, with the extension tags it knows,
// the pages that each text would take its outermost templates from, and its sections, the lead first.
require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class Trees extends Maintenance {
	private Parser $parser;

	public function execute() {
		$this->parser = MediaWiki\MediaWikiServices::getInstance()->getParserFactory()->create();
		$trees = $sections = $names = [];
		foreach ( json_decode( stream_get_contents( STDIN ) ) as $text ) {
			$this->start();
			$root = $this->parser->preprocessToDom( $text );
			$trees[] = $root->__toString();
			$sections[] = $this->sections( $text, $root );
			$this->start();
			$names[] = iterator_to_array( $this->names( $root ), false );
		}
		$told = [ 'tags' => $this->parser->getTags(), 'trees' => $trees, 'sections' => $sections, 'names' => $names ];
		fwrite( STDOUT, json_encode( $told, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE ) );
	}

	private function start() {
		$this->parser->startExternalParse( Title::newFromText( 'X' ), ParserOptions::newFromAnon(), Parser::OT_HTML );
	}

	private function sections( string $text, PPNode $root ): array {
		$found = [ $this->parser->getSection( $text, 0 ) ];
		$headings = $root->getChildrenOfType( 'h' );
		for ( $number = 0; $number < $headings->getLength(); $number++ ) {
			$found[] = $this->parser->getSection( $text, $headings->item( $number )->splitHeading()['i'] );
		}
		return $found;
	}

	private function names( PPNode $node ): Generator {
		for ( $child = $node->getFirstChild(); $child; $child = $child->getNextSibling() ) {
			if ( $child->getName() === 'template' ) {
				yield $this->name( $child->splitTemplate()['title'] );
			} elseif ( $child instanceof PPNode_Hash_Tree && $child->getName() === 'h' ) {
				yield from $this->names( $child );
			}
		}
	}

	private function name( PPNode $title ): string {
		$written = $this->parser->getPreprocessor()->newFrame()->expand( $title, PPFrame::NO_TEMPLATES );
		$written = trim( $this->parser->getStripState()->unstripBoth( $written ) );
		foreach ( [ 'msgnw', 'msg', 'raw' ] as $modifier ) {
			MediaWiki\MediaWikiServices::getInstance()->getMagicWordFactory()->get( $modifier )
				->matchStartAndRemove( $written );
		}
		$page = Title::newFromText( $written, NS_TEMPLATE );
		return $page ? $page->getPrefixedText() : '';
	}
}

$maintClass = 'Trees';
require_once RUN_MAINTENANCE_IF_MAIN;
