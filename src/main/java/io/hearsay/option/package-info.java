/**
 * What a setting is: one declaration with its name, type, bounds, default and help, from which
 * everything else is derived. Each package declares its own settings with these classes, which know
 * none of them.
 */
package io.hearsay.option;
