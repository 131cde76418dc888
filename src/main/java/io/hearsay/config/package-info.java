/** What an agent is started with: one list of options, their sources, their checks. */
package io.hearsay.config;
