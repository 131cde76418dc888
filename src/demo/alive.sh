# Sourced. Steps in the background: with a sign of life, or waited for.

# alive LOG WHAT COMMAND [ARG...]: runs the command, its output in LOG; shows the end of it if it fails.
alive() {
  alive_log=$1
  printf '%s ' "$2"
  shift 2
  "$@" >"$alive_log" 2>&1 </dev/null &
  alive_job=$!
  # A job in the background does not hear Ctrl-C, so it is told.
  trap 'kill "$alive_job" 2>/dev/null; exit 130' INT TERM HUP
  alive_seconds=0
  while kill -0 "$alive_job" 2>/dev/null; do
    sleep 1
    alive_seconds=$((alive_seconds + 1))
    if [ $((alive_seconds % 5)) -eq 0 ]; then printf '%ss ' "$alive_seconds"; else printf '.'; fi
  done
  trap 'exit 130' INT TERM HUP
  alive_status=0
  wait "$alive_job" || alive_status=$?
  if [ "$alive_status" -eq 0 ]; then
    echo " done"
  else
    echo " FAILED ($alive_status); the last lines of $alive_log:"
    tail -n 40 "$alive_log"
  fi
  return "$alive_status"
}

# wait_for PID: until that job in the background ends; Ctrl-C, which such a job does not hear, and SIGTERM are handed on
# to it, so that it stops in order what it has started. Its exit code.
wait_for() {
  wait_job=$1
  trap 'kill "$wait_job" 2>/dev/null || true' INT TERM HUP
  wait_status=0
  while kill -0 "$wait_job" 2>/dev/null; do
    wait_status=0
    wait "$wait_job" || wait_status=$?
  done
  return "$wait_status"
}
