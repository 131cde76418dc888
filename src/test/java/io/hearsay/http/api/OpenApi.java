package io.hearsay.http.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Builds the OpenAPI document of the API from the resources: paths, parameters and answers from
 * their declarations, descriptions from their javadoc. What a declaration does not say, such as the
 * fields of a body that is parsed by hand, is in {@link OpenApiForms}; a resource without its entry
 * there is an error. The tests build it, so it costs the program nothing.
 */
final class OpenApi {
  private static final java.nio.file.Path SOURCES =
      java.nio.file.Path.of("src/main/java/io/hearsay/http/api");
  private static final Map<Class<?>, String> VERBS =
      Map.of(GET.class, "get", POST.class, "post", PUT.class, "put", DELETE.class, "delete");

  private final OpenApiSchemas schemas = new OpenApiSchemas();
  private final Map<String, JsonObject> paths = new TreeMap<>();

  private OpenApi() {}

  /** The document of all resources. */
  static JsonObject document() throws Exception {
    var api = new OpenApi();
    for (var resource : resources()) {
      var words =
          new Javadoc(Files.readString(SOURCES.resolve(resource.getSimpleName() + ".java")));
      var methods = resource.getDeclaredMethods();
      for (var method : Stream.of(methods).sorted(Comparator.comparing(Method::getName)).toList()) {
        var verb = verb(method);
        if (verb.isPresent()) {
          api.add(verb.get(), resource, method, words);
        }
      }
    }
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put("info", info())
        .put(
            "servers",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("url", "http://127.0.0.1:7373")
                        .put("description", "the default of hearsay.http")))
        .put("paths", new JsonObject(new java.util.LinkedHashMap<>(api.paths)))
        .put(
            "components",
            new JsonObject()
                .put("schemas", api.schemas.all())
                .put(
                    "securitySchemes",
                    new JsonObject()
                        .put(
                            "token",
                            new JsonObject().put("type", "http").put("scheme", "bearer"))));
  }

  private static JsonObject info() {
    return new JsonObject()
        .put("title", "Hearsay")
        .put("version", "v1")
        .put(
            "description",
            "The API of one agent. Reading is open to whoever reaches it; changes are open to"
                + " callers on its own host, and to others with the token of hearsay.token-file."
                + " Every error is a problem document (RFC 9457).")
        .put("license", new JsonObject().put("name", "Apache-2.0").put("identifier", "Apache-2.0"));
  }

  private static List<Class<?>> resources() throws IOException, ClassNotFoundException {
    var found = new java.util.ArrayList<Class<?>>();
    try (var files = Files.list(SOURCES)) {
      var names = files.map(file -> file.getFileName().toString()).sorted().toList();
      for (var file : names.stream().filter(name -> name.endsWith("Resource.java")).toList()) {
        var name = file.replace(".java", "");
        var type = Class.forName(OpenApi.class.getPackageName() + "." + name);
        if (type.isAnnotationPresent(Path.class)) {
          found.add(type);
        }
      }
    }
    return found;
  }

  private static Optional<String> verb(Method method) {
    return VERBS.entrySet().stream()
        .filter(
            v -> Stream.of(method.getAnnotations()).anyMatch(a -> a.annotationType() == v.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private void add(String verb, Class<?> resource, Method method, Javadoc words) {
    var path = resource.getAnnotation(Path.class).value();
    if (method.isAnnotationPresent(Path.class)) {
      path += method.getAnnotation(Path.class).value();
    }
    var call = verb.toUpperCase(java.util.Locale.ROOT) + " " + path;
    var operation = new JsonObject().put("operationId", method.getName() + id(resource));
    var text = words.of(method);
    operation.put("summary", text.replaceFirst("(?s)([.;:]).*", "")).put("description", text);
    var parameters = new JsonArray();
    for (var parameter : method.getParameters()) {
      parameter(parameter, parameters);
      if (parameter.getType() == String.class && parameter.getAnnotations().length == 0) {
        operation.put("requestBody", body(call, resource, method));
      }
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    operation.put("responses", responses(call, resource, method));
    if (!verb.equals("get")) {
      operation.put(
          "security",
          new JsonArray()
              .add(new JsonObject())
              .add(new JsonObject().put("token", new JsonArray())));
    }
    paths.computeIfAbsent(path, p -> new JsonObject()).put(verb, operation);
  }

  private static String id(Class<?> resource) {
    return resource.getSimpleName().replace("Resource", "");
  }

  private static void parameter(Parameter parameter, JsonArray parameters) {
    var inPath = parameter.getAnnotation(PathParam.class);
    var inQuery = parameter.getAnnotation(QueryParam.class);
    var inHeader = parameter.getAnnotation(HeaderParam.class);
    if (inPath != null || inQuery != null || inHeader != null) {
      var name =
          inPath != null ? inPath.value() : inQuery != null ? inQuery.value() : inHeader.value();
      parameters.add(
          new JsonObject()
              .put("name", name)
              .put("in", inPath != null ? "path" : inQuery != null ? "query" : "header")
              .put("required", inPath != null)
              .put("schema", OpenApiForms.parameter(name)));
    }
  }

  private static JsonObject body(String call, Class<?> resource, Method method) {
    var consumes = annotation(Consumes.class, method, resource).map(Consumes::value).orElseThrow();
    boolean any = consumes[0].equals(MediaType.WILDCARD);
    return new JsonObject()
        .put("required", !any)
        .put(
            "content",
            content(
                any ? MediaType.TEXT_PLAIN : consumes[0],
                any ? OpenApiForms.payload() : OpenApiForms.body(call)));
  }

  private JsonObject responses(String call, Class<?> resource, Method method) {
    var problem =
        new JsonObject()
            .put("description", "What is wrong, and what to do")
            .put("content", content(Problem.MEDIA_TYPE, schemas.problem()));
    var answer = answer(method.getGenericReturnType());
    var status = OpenApiForms.status(call);
    var good =
        new JsonObject().put("description", status.equals("200") ? "Done" : "Accepted, or done");
    var produces = annotation(Produces.class, method, resource).map(p -> p.value()[0]);
    var schema =
        answer == Response.class
                || answer == String.class
                || produces.filter(MediaType.SERVER_SENT_EVENTS::equals).isPresent()
            ? OpenApiForms.answer(call, schemas)
            : Optional.of(schemas.of(answer));
    schema.ifPresent(s -> good.put("content", content(produces.orElseThrow(), s)));
    return new JsonObject().put(status, good).put("default", problem);
  }

  private static <A extends java.lang.annotation.Annotation> Optional<A> annotation(
      Class<A> type, Method method, Class<?> resource) {
    return Optional.ofNullable(method.getAnnotation(type))
        .or(() -> Optional.ofNullable(resource.getAnnotation(type)));
  }

  private static Type answer(Type returned) {
    return returned instanceof ParameterizedType wrapped && wrapped.getRawType() != Map.class
        ? wrapped.getActualTypeArguments()[0]
        : returned;
  }

  private static JsonObject content(String type, JsonObject schema) {
    return new JsonObject().put(type, new JsonObject().put("schema", schema));
  }
}
