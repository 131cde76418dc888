/**
 * What a setting is: one declaration that holds its name, type, bounds, default and help, from
 * which everything else is made. Every package declares its own settings with it; it knows none of
 * them.
 */
package io.hearsay.option;
