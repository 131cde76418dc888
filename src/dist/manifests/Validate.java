import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Checks manifests against the schemas of the Kubernetes API, as its Java client has them: no field that is unknown,
 * none missing that is required, none of another type. Not compiled with the rest; {@code check.sh} runs it.
 */
final class Validate {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", "V1ConfigMap"),
          Map.entry("v1/Secret", "V1Secret"),
          Map.entry("v1/Service", "V1Service"),
          Map.entry("v1/ServiceAccount", "V1ServiceAccount"),
          Map.entry("apps/v1/Deployment", "V1Deployment"),
          Map.entry("apps/v1/DaemonSet", "V1DaemonSet"),
          Map.entry("policy/v1/PodDisruptionBudget", "V1PodDisruptionBudget"),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", "V1NetworkPolicy"));

  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Integer> checked = new TreeMap<>();

  public static void main(String[] args) throws Exception {
    var validate = new Validate();
    for (var file : args) {
      validate.file(Path.of(file));
    }
    validate.checked.forEach((kind, times) -> System.out.println("  " + times + " " + kind));
    validate.wrong.forEach(System.out::println);
    System.exit(validate.wrong.isEmpty() && !validate.checked.isEmpty() ? 0 : 1);
  }

  private void file(Path file) throws IOException, ReflectiveOperationException {
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    for (var document : yaml.loadAll(Files.readString(file))) {
      if (document != null) {
        object(file, new Gson().toJsonTree(document).getAsJsonObject());
      }
    }
  }

  private void object(Path file, JsonObject object) throws ReflectiveOperationException {
    var kind = object.get("apiVersion").getAsString() + "/" + object.get("kind").getAsString();
    var name = object.getAsJsonObject("metadata").get("name").getAsString();
    var type = CLASSES.get(kind);
    if (type == null) {
      checked.merge(kind + " (a custom resource: not checked)", 1, Integer::sum);
      return;
    }
    checked.merge(kind, 1, Integer::sum);
    var where = file.getFileName() + ": " + kind + " " + name + ": ";
    var model = Class.forName("io.kubernetes.client.openapi.models." + type);
    try {
      model.getMethod("validateJsonElement", JsonElement.class).invoke(null, object);
    } catch (InvocationTargetException e) {
      wrong.add(where + e.getCause().getMessage());
      return;
    }
    // What is of another type than the schema's comes back as something else, or not at all.
    try {
      var back = JSON.getGson().toJsonTree(JSON.getGson().fromJson(object, model));
      differences("", object, back).forEach(difference -> wrong.add(where + difference));
    } catch (RuntimeException e) {
      wrong.add(where + e.getMessage());
    }
  }

  private static List<String> differences(String path, JsonElement given, JsonElement back) {
    var all = new ArrayList<String>();
    if (back == null || back.isJsonNull()) {
      all.add(path + " is not in the schema, or of another type");
    } else if (given.isJsonObject() && back.isJsonObject()) {
      given
          .getAsJsonObject()
          .entrySet()
          .forEach(
              e ->
                  all.addAll(
                      differences(
                          path + "/" + e.getKey(),
                          e.getValue(),
                          back.getAsJsonObject().get(e.getKey()))));
    } else if (given.isJsonArray() && back.isJsonArray()) {
      for (int i = 0; i < given.getAsJsonArray().size(); i++) {
        all.addAll(
            differences(
                path + "/" + i, given.getAsJsonArray().get(i), back.getAsJsonArray().get(i)));
      }
    } else if (!same(given, back)) {
      all.add(path + " is " + given + ", for the schema " + back);
    }
    return all;
  }

  private static boolean same(JsonElement given, JsonElement back) {
    return given.equals(back)
        // Quantities have several spellings: only that it is one counts.
        || given.isJsonPrimitive() && back.isJsonPrimitive()
            && given.getAsJsonPrimitive().isString() == back.getAsJsonPrimitive().isString()
            && (given.getAsString().equals(back.getAsString())
                || given.getAsString().matches("[0-9.]+(m|Ki|Mi|Gi)?"));
  }
}
