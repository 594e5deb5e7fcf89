# Set-up shared by the scripts beside it: plain POSIX sh, because on a fresh machine nothing else is there.
# Source it from the repository's root. Everything in it may run twice; the second time it does nothing.

PATH="$PWD/node_modules/.bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export PATH

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "error: $*"
  exit 1
}

# The npm packages, among them the Node that runs everything after this.
ensure_node_modules() {
  if [ -e node_modules/.package-lock.json ] &&
    ! [ package-lock.json -nt node_modules/.package-lock.json ] &&
    [ -x node_modules/.bin/node ]; then
    return 0
  fi
  command -v npm >/dev/null || fail 'npm is missing; on Debian: apt-get install npm'
  say 'installing npm packages (npm ci): Node 26, the compiler, and the libraries dockr uses'
  npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error >&2
  link_node
  [ -x node_modules/.bin/node ] || fail "npm has no Node for this machine ($(uname -sm)); Linux on x64 or arm64 is needed"
}

# npm 9, which is Debian 12's, does not link the program of an optional package.
link_node() {
  for program in node_modules/node-linux-*/bin/node; do
    [ -x node_modules/.bin/node ] || [ ! -x "$program" ] || ln -sf "../${program#node_modules/}" node_modules/.bin/node
  done
}

# Lines of: Debian package, program that shows it is there, what it is for.
PACKAGES_TO_RUN='libatomic1      lib:libatomic.so.1  the Node that runs dockr is linked with it
crun            crun            creates and starts containers
runc            runc            does so where crun refuses the cgroups of the machine
conmon          conmon          keeps the output and the exit code of a container
nftables        nft             publishes ports, keeps networks apart
iproute2        ip              shows links and addresses
tini            tini-static     is process 1 of containers with "init: true"
busybox-static  static:busybox  small programs for the example image
git             git             fetches build contexts and deployed repositories'

PACKAGES_TO_TEST="$PACKAGES_TO_RUN
docker-registry docker-registry a registry to push to and pull from
etcd-server     etcd            is the store of overlay networks
iperf3          iperf3          measures how fast they are
debootstrap     debootstrap     makes a Debian image
openssh-client  ssh-keygen      signs commits, and checks signatures
gnupg           gpg             signs commits, and checks signatures
dnsmasq-base    dnsmasq         a name server for the tests of names
age             age             encrypts files for the tests of secrets
zstd            zstd            packs archives for the tests of builds
openssh-server  sshd            is another machine for the tests of --host
openssh-client  ssh             reaches it"

# True if the program is there; `static:` also wants it to run without any library, `lib:` is a library instead.
has_program() {
  case $1 in lib:*)
    ldconfig -p | grep -q "${1#lib:}"
    return
    ;;
  esac
  program=$(command -v "${1#static:}") || return 1
  case $1 in static:*) ! grep -q '/ld-linux\|/ld-musl' "$program" ;; esac
}

# ensure_packages "$PACKAGES_TO_…": installs by apt what is missing, saying what and why.
ensure_packages() {
  missing=$(printf '%s\n' "$1" | while read -r package program reason; do
    has_program "$program" || printf '%s (%s)\n' "$package" "$reason"
  done)
  [ -n "$missing" ] || return 0
  names=$(printf '%s\n' "$missing" | while read -r package _; do printf '%s ' "$package"; done)
  command -v apt-get >/dev/null || fail "these are missing, and there is no apt-get to install them: $names"
  [ "$(id -u)" = 0 ] || fail "these are missing; as root: apt-get install $names"
  say 'installing Debian packages:'
  printf '%s\n' "$missing" | sed 's/^/  /' >&2
  install_packages $names
}

install_packages() {
  log=$(mktemp)
  if ! { apt_get update && without_starting_services apt_get install --yes --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install: $*"
  fi
  rm -f "$log"
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"
}

# Debian starts a service as soon as it is installed; docker-registry would take port 5000. Only its program is wanted.
without_starting_services() {
  policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"; exit 130' INT TERM
  status=0
  "$@" || status=$?
  rm -f "$policy"
  trap - INT TERM
  return "$status"
}
