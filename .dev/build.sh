# Configuring, building and what runs on a build.

readonly jobs=$(nproc)
readonly server=api/sluice

# Configures when the folder is new or the presets have changed; ninja itself notices every other change.
configure() {
    local preset=$1 made=build/$1/build.ninja
    [[ -e $made && ! CMakePresets.json -nt $made ]] && return
    say "Configuring build/$preset"
    with_progress "build/configure-$preset.log" cmake --preset "$preset" || fail "cmake failed"
    touch "$made"
}

# build PRESET [TARGET…]
build() {
    local preset=$1
    shift
    ensure_build_packages
    configure "$preset"
    NINJA_STATUS='[%f/%t] ' ninja -C "build/$preset" -j "$jobs" "$@" >&2
}

serve() {
    build dev "$server"
    exec "build/dev/$server" serve --demo --data var "$@"
}

run_tests() {
    local preset=$1
    shift
    build "$preset"
    suggest_node_modules xstate
    suggest_mail_server
    ctest --test-dir "build/$preset" --parallel "$jobs" --output-on-failure "$@"
}

# run_benchmarks [OPTION…]: those of sluice_bench (tests/bench/README.md). Reports named are meant as the caller sees them.
run_benchmarks() {
    local arguments=()
    while [[ $# -gt 0 ]]; do
        case $1 in
            --compare | --report | --data | --work | --server)
                arguments+=("$1" "$(as_called "${2-}")")
                shift
                ;;
            *) arguments+=("$1") ;;
        esac
        shift
    done
    build release sluice_bench micro_bench statechart_speed
    # Only whoever asks for nothing special gets the small things too.
    if [[ ${#arguments[@]} -eq 0 || ${arguments[0]} == --full ]]; then
        build/release/tests/bench/micro/micro_bench --benchmark_min_time=0.2
        suggest_node_modules xstate
        build/release/tests/bench/statechart_speed build/node
    fi
    build/release/tests/bench/sluice_bench ${arguments[@]+"${arguments[@]}"}
}

# run_simulation [--seed S] [--applications N] … : paths as the caller meant them
run_simulation() {
    local arguments=()
    while [[ $# -gt 0 ]]; do
        case $1 in
            --data | --workflows | --habits) arguments+=("$1" "$(as_called "${2-}")") ;;
            *) arguments+=("$1" "${2-}") ;;
        esac
        shift $(($# > 1 ? 2 : 1))
    done
    build release simulate
    build/release/tests/simulation/simulate ${arguments[@]+"${arguments[@]}"}
}

# as_called PATH…: paths as the caller meant them, one a line, since ./dev itself works from the source's root.
as_called() {
    local path
    for path in "$@"; do
        case $path in
            /*) echo "$path" ;;
            *) echo "$called_from/$path" ;;
        esac
    done
}

# check_programmes [--json] [--zh] … [FOLDER…]
check_programmes() {
    local folders definition word options=() given=()
    for word in "$@"; do
        if [[ $word == --* ]]; then options+=("$word"); else given+=("$word"); fi
    done
    mapfile -t folders < <(as_called ${given[@]+"${given[@]}"})
    if [[ ${#folders[@]} -eq 0 ]]; then
        for definition in workflows/*/workflow.json; do folders+=("${definition%/workflow.json}"); done
    fi
    build dev "$server"
    "build/dev/$server" check ${options[@]+"${options[@]}"} "${folders[@]}"
}

draw_diagram() {
    local format=svg paths
    if [[ ${1-} == --format ]]; then
        format=${2-}
        shift 2
    fi
    [[ $# -eq 1 || $# -eq 2 ]] || fail "usage: ./dev diagram [--format svg|dot|mermaid|scxml|xstate] FOLDER [FILE]"
    mapfile -t paths < <(as_called "$@")
    [[ $format != svg ]] || ensure_packages graphviz fonts-wqy-microhei
    build dev "$server"
    "build/dev/$server" diagram --format "$format" "${paths[0]}" >"${paths[1]:-/dev/stdout}"
}

run_conformance() {
    case ${1-} in
        xstate | scxml)
            run_node_conformance "$@"
            return
            ;;
    esac
    [[ $# -ge 2 ]] || fail "usage: ./dev conform statechart|statechart-random|cel|json-schema FILE…, or ./dev conform xstate|scxml [--charts N] [--seed S]"
    local suite=$1 files
    mapfile -t files < <(as_called "${@:2}")
    case $suite in
        statechart | cel) run_conformance_program "$suite" "${files[@]}" ;;
        statechart-random) run_conformance_program statechart --random "${files[@]}" ;;
        json-schema) run_json_schema_conformance "${files[@]}" ;;
        *) fail "there is no suite '$suite'" ;;
    esac
}

# Random charts beside another engine; with --workflows FOLDER… the shipped ones.
run_node_conformance() {
    local suite=$1 engine=()
    shift
    ensure_node_modules "$suite"
    build dev conform_xstate
    [[ $suite != scxml ]] || engine=(--scxml)
    build/dev/tests/conformance/xstate/conform_xstate "${engine[@]}" --modules "$(node_folder_for "$suite")" "$@"
}

run_conformance_program() {
    local suite=$1
    shift
    build dev "conform_$suite"
    "build/dev/tests/conformance/$suite/conform_$suite" "$@"
}

# This programme reads whole folders: single files are shown to it as one folder of links.
run_json_schema_conformance() {
    local arguments=() path links
    links=$(mktemp -d)
    trap "rm -rf '$links'" EXIT
    for path in "$@"; do
        if [[ -d $path ]]; then
            arguments+=("$path")
        else
            mkdir -p "$links/files"
            ln -s "$path" "$links/files/$(printf '%03d' "$(ls "$links/files" | wc -l)")-$(basename "$path")"
            [[ " ${arguments[*]-} " == *" $links/files "* ]] || arguments+=("$links/files")
        fi
    done
    run_conformance_program json_schema "${arguments[@]}"
}
