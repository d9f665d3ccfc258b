# Sourced by the shell steps of scenarios that prove exact bytes, because varnishtest's own client hides them.
#   address=A port=P; . raw.sh
#   ask 'BYTES'            sends BYTES (printf %b escapes), half-closes, keeps the whole answer in ./got
#   stay 'BYTES'           the same without the half close
#   status CODE 'BYTES'    ... and the first status line of the answer has CODE; "none" means no answer at all
#   has 'LINE' / lacks 'TEXT'   a whole line / a text of the last answer, CR removed
#   same 'BYTES'           the last answer is exactly BYTES
#   last_line 'TEXT'       the body's last line

complain() { echo "$*"; echo "request: $asked"; od -c got | head -n 60; exit 1; }

ask() { asked=$1; printf '%b' "$1" | socat -t5 - "TCP:$address:$port" > got || complain "socat failed"; }

# Without the half close, for answers that a client's end would change: the request must make the proxy close.
stay() { asked=$1; printf '%b' "$1" | socat -T8 -,ignoreeof "TCP:$address:$port" > got || complain "socat failed"; }

status() {
    ask "$2"
    answer=$(head -n 1 got | tr -d '\000\r' | cut -d ' ' -f 2)
    [ "${answer:-none}" = "$1" ] || complain "expected status $1, got ${answer:-none}"
}

has() { tr -d '\r' < got | grep -qxF -- "$1" || complain "no line: $1"; }

lacks() { if tr -d '\r' < got | grep -qF -- "$1"; then complain "unexpected: $1"; fi; }

same() { printf '%b' "$1" > want; cmp want got || { od -c want; complain "answer differs"; }; }

last_line() { [ "$(tail -n 1 got)" = "$1" ] || complain "last line is not: $1"; }
