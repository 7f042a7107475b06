# Builds the program once, and again only when a source is newer. Sourced by ./xinglin and ./test.

published=$root/artifacts/publish
stamp=$published/.built

web_is_stale() {
  local bundle=$root/src/Server/wwwroot/bundle/.built
  [ ! -e "$bundle" ] && return 0
  [ -n "$(find "$root/src/Server/web" -path '*/node_modules' -prune -o -type f -newer "$bundle" -print -quit)" ]
}

build_web() {
  [ -e "$root/src/Server/web/package.json" ] || return 0
  web_is_stale || return 0
  say "building the film viewer and the charts (npm) …"
  ( cd "$root/src/Server/web" && npm ci --no-audit --no-fund --loglevel=error && npx --no-install vite build --logLevel warn ) >"$root/artifacts/web.log" 2>&1 \
    || { tail -n 40 "$root/artifacts/web.log" >&2; say "xinglin: the web bundle did not build: artifacts/web.log"; exit 1; }
  touch "$root/src/Server/wwwroot/bundle/.built"
}

program_is_stale() {
  [ ! -e "$stamp" ] && return 0
  [ -n "$(find "$root/src" "$root/build" "$root"/*.props "$root/global.json" \( -name node_modules -o -name bundle \) -prune -o -type f -newer "$stamp" -print -quit)" ]
}

build_program() {
  mkdir -p "$root/artifacts"
  (
    flock 9
    program_is_stale || exit 0
    # What is started here and lives on (the compiler's server) must not keep the lock: 9>&- closes it.
    setup 9>&-
    build_web 9>&-
    say "building the program (dotnet) …"
    rm -f "$stamp"
    started=$(mktemp "$root/artifacts/.started.XXXXXX")
    dotnet publish "$root/src/Server/Server.csproj" -c Release -o "$published" -v q --nologo -clp:ErrorsOnly >"$root/artifacts/build.log" 2>&1 9>&- \
      || { cat "$root/artifacts/build.log" >&2; rm -f "$started"; say "xinglin: the program did not build"; exit 1; }
    touch -r "$started" "$stamp"
    rm -f "$started"
  ) 9>"$root/artifacts/.build.lock" || exit 1
}
