/** Text that other people wrote, on its way to readers. */
package io.hearsay.text;
