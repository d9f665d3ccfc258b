#!/usr/bin/env bash
# The one way in: ./build.sh test | run | publish | bench | failover | fuzz | docs   (build.cake says what each does)
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

target=${1:-test}
[ $# -gt 0 ] && shift

if ! command -v dotnet >/dev/null; then
    echo "The .NET SDK 10.0 is needed (https://dotnet.microsoft.com/download): dotnet is not on the PATH." >&2
    exit 1
fi

cake() { dotnet tool restore >/dev/null && dotnet cake build.cake --verbosity=quiet --target="$@" </dev/null; }

case $target in
    run)
        cake run "$@" || exit
        cat <<EOF
haproxy.net runs on samples/conf/haproxy/quickstart.cfg; Ctrl-C ends it. Three things to try:
  curl -i http://localhost:8080/hello                       (again: the two origins take turns, 2 to 1)
  http://localhost:8404/                                    (in a browser: the statistics page)
  echo "show stat" | socat ${XDG_RUNTIME_DIR-/tmp}/haproxy.net.sock -     (or "show info", "help")
EOF
        # exec: Ctrl-C reaches the proxy itself, without a build tool in between
        exec src/HAProxy.Net/bin/Release/net10.0/haproxy.net -db -f samples/conf/haproxy/quickstart.cfg
        ;;
    test)
        rm -f artifacts/test-results/summary.txt
        cake test "$@"
        code=$?
        if [ -f artifacts/test-results/summary.txt ]; then
            cat artifacts/test-results/summary.txt
        else
            echo "0 passed, 1 failed, 0 skipped"      # the build itself did not get through
            [ $code -ne 0 ] || code=1
        fi
        exit $code
        ;;
    *)
        cake "$target" "$@"
        ;;
esac
