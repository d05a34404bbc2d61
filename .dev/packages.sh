# The packages that Sluice is built from, and how the missing ones are installed.
#
# Only what is missing is installed, and only then is the network used. Debian 12 keeps a newer Boost beside its
# default one, and has Catch2 version 3 in bookworm-backports; Debian 13 and Ubuntu 24.04 have both under plain names.

source /etc/os-release
readonly distribution="${ID:-unknown}-${VERSION_ID:-unknown}"

# Without these nothing is built.
required_packages() {
    echo g++ cmake ninja-build pkgconf catch2 nlohmann-json3-dev libsqlite3-dev libsqlitecpp-dev libssl-dev \
        libsodium-dev libcurl4-openssl-dev libre2-dev libjemalloc-dev libspdlog-dev libfmt-dev libcli11-dev \
        libbenchmark-dev valgrind
    case $distribution in
        debian-12) echo libboost1.81-dev libboost-url1.81-dev ;;
        *) echo libboost-dev libboost-url-dev ;;
    esac
}

# Building again is faster with ccache and mold; diagrams need graphviz and a Chinese font (1.6 MB, where Noto's is 57);
# README.md's first application is followed with curl and jq.
helpful_packages() { echo ccache mold graphviz fonts-wqy-microhei curl jq; }

# missing_packages NAME…: those that are not installed. A Catch2 of version 2 counts as missing.
missing_packages() {
    local installed package
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package} ${Version}\n' "$@" 2>/dev/null) || true
    for package in "$@"; do
        case $package in
            catch2) grep -q '^installed catch2 \([0-9]*:\)\?3\.' <<<"$installed" || echo "$package" ;;
            *) grep -q "^installed $package " <<<"$installed" || echo "$package" ;;
        esac
    done
}

# The mirror of the configured Debian source, so that backports come from the same place.
debian_mirror() {
    local mirror
    mirror=$(apt-get indextargets --no-release-info --format '$(RELEASE) $(SITE)' 'Created-By: Packages' 2>/dev/null |
        sed -n 's/^bookworm //p' | head -n 1)
    echo "${mirror:-http://deb.debian.org/debian}"
}

has_backports() {
    apt-get indextargets --no-release-info --format '$(RELEASE)' 'Created-By: Packages' 2>/dev/null |
        grep -qx bookworm-backports
}

# The exact commands that install the packages given: run as root, or shown to a person who is not.
install_commands() {
    local install='apt-get install -y --no-install-recommends' package plain=() backported=()
    for package in "$@"; do
        if [[ $distribution == debian-12 && $package == catch2 ]]; then backported+=("$package"); else plain+=("$package"); fi
    done
    if [[ ${#backported[@]} -gt 0 ]] && ! has_backports; then
        printf "echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s bookworm-backports main' %s\n" \
            "$(debian_mirror)" '>/etc/apt/sources.list.d/bookworm-backports.list'
    fi
    echo 'apt-get update'
    [[ ${#plain[@]} -eq 0 ]] || echo "$install ${plain[*]}"
    [[ ${#backported[@]} -eq 0 ]] || echo "$install -t bookworm-backports ${backported[*]}"
}

# as_root COMMANDS: runs shell commands as root; the caller has made sure that this is possible.
as_root() {
    local run=(sh -ec "export DEBIAN_FRONTEND=noninteractive; $1")
    if [[ $EUID -eq 0 ]]; then "${run[@]}"; else sudo -- "${run[@]}"; fi
}

# Root, or sudo that lets us through (it asks for the password here, before the progress line starts).
can_be_root() {
    [[ $EUID -eq 0 ]] && return
    command -v sudo >/dev/null || return
    say "Installing packages needs root: sudo may ask for your password."
    sudo -v
}

install_packages() {
    local commands
    commands=$(install_commands "$@")
    say "Installing $# package(s): $*"
    with_progress build/packages.log as_root "$commands"
}

# ensure_packages NAME…: installs those that are missing, or says exactly how to and stops.
ensure_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -eq 0 ]] && return
    command -v apt-get >/dev/null || fail "needs these packages of Debian 12 by another way: ${missing[*]}"
    if ! can_be_root; then
        say "These packages are missing, and installing them needs root. As root, run:"
        install_commands "${missing[@]}" | sed 's/^/    /' >&2
        exit 1
    fi
    install_packages "${missing[@]}" || fail "could not install ${missing[*]} (the whole log: build/packages.log)"
}

# The same for what one can do without: tried once, then only named.
suggest_packages() {
    local missing tried=build/.suggested-packages
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -eq 0 ]] && return
    if [[ ! -e $tried ]] && command -v apt-get >/dev/null && can_be_root; then
        mkdir -p build && touch "$tried"
        install_packages "${missing[@]}" && return
    fi
    say "Going on without ${missing[*]} (faster builds, diagrams, the steps of README.md). To install:"
    install_commands "${missing[@]}" | sed 's/^/    /' >&2
}

# Everything that building takes. A set that is complete costs one look at dpkg's list, some hundredths of a second.
ensure_build_packages() {
    local missing
    command -v dpkg-query >/dev/null || {
        say "This is $distribution, without dpkg: going on in the hope that the libraries are there."
        return
    }
    mapfile -t missing < <(missing_packages $(required_packages))
    if [[ ${#missing[@]} -gt 0 ]]; then
        # One call to apt for both kinds: it reads the lists once.
        ensure_packages $(required_packages) $(helpful_packages)
    else
        suggest_packages $(helpful_packages)
    fi
}
