#!/bin/sh
# Sends a mail about a unit that has failed, with its last lines: copy to /etc/republish/failed, and set whom to tell.
# $1 is the unit. Any other program will do as well, such as one that calls a web hook.
set -eu

to=${REPUBLISH_FAILED_TO:-root@localhost}
relay=${REPUBLISH_FAILED_RELAY:-smtp://localhost:25}

{
    printf 'From: republish <%s>\nTo: <%s>\nSubject: %s has failed on %s\n\n' "$to" "$to" "$1" "$(uname -n)"
    journalctl --unit "$1" --lines 40 --output cat --no-pager 2>&1 || true
} | curl --silent --show-error --fail --crlf --url "$relay" --mail-from "$to" --mail-rcpt "$to" --upload-file -
