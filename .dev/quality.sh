# Layout and lint: what a reader would otherwise have to say in a review.

readonly lint_files_max=60
readonly lint_seconds_a_file_max=120

source_files() { git ls-files -z -- '*.cpp' '*.hpp'; }

format_files() {
    ensure_packages clang-format
    source_files | xargs -0 clang-format -i
}

check_format() {
    ensure_packages clang-format
    source_files | xargs -0 clang-format --dry-run -Werror || fail "some files are laid out otherwise: ./dev format"
    say "Every C++ file is laid out by .clang-format ($(clang-format --version | grep -o 'version [0-9.]*'))."
}

# Debian 12's default clang, 14, cannot read libstdc++'s ranges; its clang 16 can.
clang_tidy() {
    case $distribution in
        debian-12) echo clang-tidy-16 ;;
        *) echo clang-tidy ;;
    esac
}

# clang-tidy cannot read gcc's precompiled header: it gets the same commands with the plain header instead.
write_lint_commands() {
    mkdir -p build/lint
    cp build/dev/CMakeFiles/sluice_precompiled.dir/cmake_pch.hxx build/lint/precompiled.hxx
    sed -E -e "s#-include [^ ]*cmake_pch\.hxx#-include $PWD/build/lint/precompiled.hxx#g" \
        -e 's#-fpch-preprocess|-Winvalid-pch##g' build/dev/compile_commands.json >build/lint/compile_commands.json
}

changed_sources() {
    { git diff --name-only --diff-filter=d "$1" -- '*.cpp' && git ls-files --others --exclude-standard -- '*.cpp'; } |
        sort -u | head -n "$lint_files_max"
}

lint_changes() {
    local files
    git rev-parse --quiet --verify "$1^{commit}" >/dev/null || fail "there is no commit '$1'"
    mapfile -t files < <(changed_sources "$1")
    if [[ ${#files[@]} -eq 0 ]]; then
        say "No C++ source has changed since $1; ./dev lint COMMIT goes further back."
        return
    fi
    ensure_packages "$(clang_tidy)"
    build dev sluice_precompiled
    write_lint_commands
    say "Reading ${#files[@]} file(s), $lint_files_max at most."
    printf '%s\0' "${files[@]}" |
        xargs -0 -n 1 -P "$jobs" timeout "$lint_seconds_a_file_max" "$(clang_tidy)" --quiet -p build/lint ||
        fail "clang-tidy found something"
}
