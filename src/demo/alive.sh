# Sourced. Runs steps in the background: with a sign of life, or waited for.

# alive LOG WHAT COMMAND [ARG...]: runs the command, its output in LOG; shows the end of it if it fails.
alive() {
  alive_log=$1
  printf '%s ' "$2"
  shift 2
  "$@" >"$alive_log" 2>&1 </dev/null &
  alive_job=$!
  # A background job does not receive Ctrl-C, so it is signalled.
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

# wait_for PID: waits until that background job ends and returns its exit code. Forwards SIGTERM and Ctrl-C, which such
# a job does not receive, so that it stops what it has started in order.
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
