# Sourced, in the root of the repository: sets JAVA_HOME for everything that is started.
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
echo "JDK: $JAVA_HOME"
