package io.hearsay.http.api;

import io.hearsay.documents.GeneratedPage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference of the API; run with {@code -Dwrite} to write it anew. */
class ApiPageTest {
  @Test
  void thePageIsWhatTheDocumentSays() throws Exception {
    GeneratedPage.hold(
        Path.of("docs/reference/api.adoc"), ApiPage.text(OpenApi.document()), "ApiPageTest");
  }
}
