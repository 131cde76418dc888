/** From a catalog to the text of a configuration: templates, their data, their bounds. */
package io.hearsay.balancer.render;
