/** The application's health, as this sidecar finds it: the gate before its announcement. */
package io.hearsay.appcheck;
