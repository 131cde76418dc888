/** Rendering a catalog to the text of a configuration: templates, their data and their limits. */
package io.hearsay.balancer.render;
