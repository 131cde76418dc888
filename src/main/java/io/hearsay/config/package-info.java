/** What an agent is started with: where settings come from, and what is wrong with them. */
package io.hearsay.config;
