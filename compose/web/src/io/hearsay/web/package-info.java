/**
 * A small shop to balance: a real HTTP/1.1 server on virtual threads that needs nothing but the
 * JDK. The demo runs it on loopback, the compose files run it in containers.
 */
package io.hearsay.web;
