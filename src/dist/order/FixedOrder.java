import java.lang.instrument.Instrumentation;
import sun.misc.Unsafe;

/**
 * For the JVM that builds: the order of {@code Set.of} and {@code Map.of}, which Java picks anew
 * for each process, is always the same. Quarkus writes what it generates in the order of such sets;
 * no setting of it or of Java prevents that. Only the order of iteration depends on the two values.
 */
public final class FixedOrder {
  private FixedOrder() {}

  /** A JDK that keeps the two elsewhere builds all the same, but says that the order is its own. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    try {
      fix();
    } catch (ReflectiveOperationException e) {
      System.err.println("Two builds may differ, as this JDK has no fixed order of sets: " + e);
    }
  }

  private static void fix() throws ReflectiveOperationException {
    var field = Unsafe.class.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    var memory = (Unsafe) field.get(null);
    var sets = Class.forName("java.util.ImmutableCollections");
    var salt = sets.getDeclaredField("SALT32L");
    var reverse = sets.getDeclaredField("REVERSE");
    memory.putLong(memory.staticFieldBase(salt), memory.staticFieldOffset(salt), 0);
    memory.putBoolean(memory.staticFieldBase(reverse), memory.staticFieldOffset(reverse), false);
  }
}
