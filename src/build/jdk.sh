# Sourced, in the root of the repository: JAVA_HOME, for all that is started.
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
echo "JDK: $JAVA_HOME"
