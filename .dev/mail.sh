# A real SMTP server for the tests: Debian's chasquid, unpacked beside the build. It is not installed, so that no machine
# gets a mail server it did not ask for.

readonly mail_server=build/chasquid

fetch_mail_server() {
    local scratch
    scratch=$(mktemp -d)
    (cd "$scratch" && apt-get download chasquid && dpkg -x chasquid_*.deb unpacked) &&
        rm -rf "$mail_server" && mkdir -p build && mv "$scratch/unpacked" "$mail_server"
    local outcome=$?
    rm -rf "$scratch"
    return "$outcome"
}

# Without it the tests that need it report themselves as skipped.
suggest_mail_server() {
    [[ -x $mail_server/usr/bin/chasquid ]] && return
    if command -v apt-get >/dev/null && command -v dpkg >/dev/null; then
        say "Fetching chasquid, an SMTP server for the tests, into $mail_server"
        with_progress build/mail-server.log fetch_mail_server && return
    fi
    say "Going on without chasquid: the tests of mail through a real server will be skipped."
}
