# Sourced by both launchers of the tagstream command, in a checkout and installed: finds Java, and says how the command is run in it.
# JAVA_OPTS and TAGSTREAM_OPTS are given to java; JAVA_HOME says which one, else the one on the path.

fail() {
  echo "tagstream: $1" >&2
  exit 1
}

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
command -v "$java" >/dev/null || fail "no Java at '$java': install one of version 17 or later, or set JAVA_HOME to one."
java_version=unknown
[[ "$("$java" -version 2>&1)" =~ version\ \"(1\.)?([0-9]+) ]] && java_version="${BASH_REMATCH[2]}"
[[ "$java_version" != unknown && "$java_version" -ge 17 ]] ||
  fail "Java 17 or later is needed, '$java' is $java_version: set JAVA_HOME to a newer one."

options=(-Dai.djl.offline=true -Dfile.encoding=UTF-8 -XX:+UseSerialGC)
if [ "$java_version" -ge 24 ]; then
  options+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
fi

# Whether progress is shown as a bar or as plain lines: Java itself can't tell where standard error goes.
[ ! -t 2 ] || [ "${TERM:-dumb}" = dumb ] || options+=(-Dtagstream.terminal=true)

# Waiting threads of the engine spin for some microseconds only, then give way to other processes. Not at all costs half the
# speed, since an operation is often shorter than waking a thread; the default of a millisecond starves processes beside it.
[ -n "${OMP_WAIT_POLICY:-}" ] || export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-10000}"

# run CLASSPATH ARGUMENT...: Java takes this process's place, so that signals reach it.
run() {
  # shellcheck disable=SC2086 # The two variables hold several options each.
  exec "$java" "${options[@]}" ${JAVA_OPTS:-} ${TAGSTREAM_OPTS:-} -cp "$1" dev.tagstream.cli.TagstreamMain "${@:2}"
}
