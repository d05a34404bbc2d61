# Node.js and the npm packages that our statecharts are compared with. Tests only: nothing that is served needs them.

# Debian's packages, where no other Node.js and npm are there already.
missing_node_packages() {
    command -v node >/dev/null || echo nodejs
    command -v npm >/dev/null || echo npm
}

# node_folder_for SUITE: where the packages of tests/conformance/SUITE lie, outside the source.
node_folder_for() {
    case $1 in
        scxml) echo build/node-scxml ;;
        *) echo build/node ;;
    esac
}

# Whether what package-lock.json names is installed: the lock is copied last.
has_node_modules() { cmp -s "tests/conformance/$1/package-lock.json" "$(node_folder_for "$1")/installed-lock.json"; }

install_node_modules() {
    local suite=$1 folder
    folder=$(node_folder_for "$suite")
    mkdir -p "$folder"
    cp "tests/conformance/$suite/"package{,-lock}.json "$folder/"
    npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund &&
        cp "$folder/package-lock.json" "$folder/installed-lock.json"
}

# ensure_node_modules SUITE: for who asked for that suite; stops when it cannot be had.
ensure_node_modules() {
    has_node_modules "$1" && command -v node >/dev/null && return
    ensure_packages $(missing_node_packages)
    say "Installing the npm packages of tests/conformance/$1 into $(node_folder_for "$1")"
    with_progress build/npm.log install_node_modules "$1" || fail "npm ci failed (the whole log: build/npm.log)"
}

# The same for who runs every test: without them the tests of that suite report themselves as skipped.
suggest_node_modules() {
    has_node_modules "$1" && command -v node >/dev/null && return
    (ensure_node_modules "$1") || say "Going on without tests/conformance/$1: its tests will be skipped."
}
