# A runtime made from this machine's JDK, in place of Eclipse Temurin's images.
FROM debian:trixie-slim
COPY --chmod=755 jre /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
