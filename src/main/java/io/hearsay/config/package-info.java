/** The settings of an agent: their sources and their validation. */
package io.hearsay.config;
