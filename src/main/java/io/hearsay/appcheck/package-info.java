/** Health checks of the application, whose result the member announces. */
package io.hearsay.appcheck;
