# What the program needs of Debian, checked and, for root, installed. Sourced by ./xinglin and ./test.
# Sets nothing; exits with 1 and the exact command when a needed package is missing and we may not install it.

say() { printf '%s\n' "$*" >&2; }

# missing_packages COMMAND_OR_FILE=PACKAGE… → the packages whose command or file is absent
missing_packages() {
  local pair probe package
  for pair in "$@"; do
    probe=${pair%%=*} package=${pair#*=}
    case $probe in
      lib*) ldconfig -p 2>/dev/null | grep -q "$probe" || echo "$package" ;;
      font:*) fc-list ":lang=${probe#font:}" 2>/dev/null | grep -q . || echo "$package" ;;
      *) command -v "$probe" >/dev/null 2>&1 || echo "$package" ;;
    esac
  done
}

need_tool() { # need_tool COMMAND WHAT-TO-DO
  command -v "$1" >/dev/null 2>&1 && return 0
  say "xinglin: '$1' is missing. $2"
  exit 1
}

# install_packages PURPOSE PACKAGE… : with root's rights installs; without, says what to run.
install_packages() {
  local purpose=$1
  shift
  [ $# -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $* ($purpose) …"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } >"$root/artifacts/apt.log" 2>&1 && return 0
    say "xinglin: apt-get could not install $*: see artifacts/apt.log"
    return 1
  fi
  say "xinglin: $purpose: run  sudo apt-get install $*"
  return 1
}

setup() {
  mkdir -p "$root/artifacts"
  need_tool dotnet "Install the .NET 10 SDK."
  need_tool node "Install Node.js 20 or newer."
  need_tool npm "Install npm, which comes with Node.js 20."
  # Without these two nothing starts.
  # shellcheck disable=SC2046
  install_packages "needed to compute" $(missing_packages libgomp.so.1=libgomp1 libicuuc.so=libicu72) || exit 1
  # Without these the program runs, but cannot print a PDF.
  # shellcheck disable=SC2046
  install_packages "needed to print PDF documents in Chinese and English" \
    $(missing_packages chromium=chromium fc-list=fontconfig font:zh-cn=fonts-noto-cjk) || true
}
