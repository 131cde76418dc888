/** Parsing and safe display of text that comes from users and other members. */
package io.hearsay.text;
