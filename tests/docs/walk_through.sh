#!/usr/bin/env bash
# walk_through.sh PROGRAM DOCUMENT: does what the document tells its reader to do, with a fresh demonstration server.
#
# Every ```bash block under the line <!-- walk-through --> is run, in order and in one shell that stops at the first
# failure. A ```json or ```text block right after it shows the answer: it has to be what came, where … stands for
# anything. Run it from the source's root. Exits with 77 (skipped) where curl or jq is missing. With SHOW_ANSWERS=1 it
# prints what comes instead of comparing, for whoever writes the document.
set -euo pipefail

readonly program=$1 document=$2
readonly address_in_document=http://127.0.0.1:8080 start_seconds_max=60
readonly folder=$(mktemp -d)
server_process='' step='starting the server'

end() {
    local status=$?
    [[ $status -eq 0 || $status -eq 77 ]] || echo "$document: failed at: $step" >&2
    [[ -z $server_process ]] || kill "$server_process"
    rm -rf "$folder"
}
trap end EXIT

extract_blocks() {
    awk -v folder="$folder" '
        /^<!-- walk-through -->$/ { wanted = 1; next }
        /^```bash$/ && wanted { name = sprintf("%s/%02d", folder, ++count); file = name ".sh"; wanted = 0; next }
        /^```(json|text)$/ && answered { file = name ".answer"; answered = 0; next }
        /^```$/ && file { answered = file ~ /\.sh$/; close(file); file = ""; next }
        file { print > file; next }
        /./ { answered = 0 }' "$document"
}

start_server() {
    local output line
    exec {output}< <(exec "$program" serve --demo --data "$folder/data" --port 0)
    server_process=$!
    read -r -t "$start_seconds_max" -u "$output" line
    address=$(sed -n 's|^ready on \(http://[^ ]*\).*|\1|p' <<<"$line")
    [[ -n $address ]]
}

# The answer that is shown, as a pattern of bash.
pattern_of() { sed -e 's/[][\\*?()|!+@]/\\&/g' -e 's/…/*/g' "$1"; }

compare() {
    local shown=$1 came=$2
    [[ $(<"$came") == $(pattern_of "$shown") ]] && return
    printf '%s\n' '--- shown:' "$(<"$shown")" '--- came:' "$(<"$came")" >&2
    return 1
}

for tool in curl jq; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
extract_blocks
start_server
for block in "$folder"/*.sh; do
    step=$(<"$block")
    sed -i "s|$address_in_document|$address|g" "$block"
    source "$block" >"$folder/came"
    if [[ -n ${SHOW_ANSWERS:-} ]]; then
        printf '%s\n' '---' "$(<"$folder/came")"
        continue
    fi
    [[ ! -e ${block%.sh}.answer ]] || compare "${block%.sh}.answer" "$folder/came"
done
echo "$document: everything happens as it says"
