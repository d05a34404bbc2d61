# How ./dev speaks: all of its own words go to standard error, so that output can be piped.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "./dev: $*"
    exit 1
}

# with_progress LOG COMMAND…: runs the command with its output in LOG, and shows the time and the log's last line
# while a person is watching. Returns what the command returned; on failure shows the end of the log.
with_progress() {
    local log=$1 began=$SECONDS status=0
    shift
    mkdir -p "$(dirname "$log")" && : >"$log"
    "$@" >"$log" 2>&1 &
    local process=$!
    while [[ -t 2 ]] && kill -0 "$process" 2>/dev/null; do
        printf '\r\033[K  %d s  %.100s' $((SECONDS - began)) "$(tail -n 1 "$log" | tr -d '\r')" >&2
        sleep 0.5
    done
    wait "$process" || status=$?
    [[ ! -t 2 ]] || printf '\r\033[K' >&2
    if [[ $status -ne 0 ]]; then
        tail -n 25 "$log" >&2
        return "$status"
    fi
    say "  done in $((SECONDS - began)) s"
}
