/**
 * What packages bring along for the command line: man pages and completions, written from the same
 * declarations as {@code hearsay help}. Not part of the product; {@code make dist} runs it.
 */
package io.hearsay.dist;
