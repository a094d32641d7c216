import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;
import org.h2.mvstore.MVStore;

/** MongoDB's wire protocol over one H2 file: {@code LocalMongo <file> <port>}. Every answered write is on the file. */
public final class LocalMongo {
    private record Version(List<Integer> getVersionArray, int getWireVersion) implements MongoVersion {}

    private static final class DurableBackend extends H2Backend {
        DurableBackend(MVStore store) {
            super(store);
        }

        /** One at a time, and a copy: the answer holds the stored documents themselves, which the next write changes while this is sent. */
        @Override
        public synchronized Document handleMessage(MongoMessage message) throws MongoServerException {
            Document answer = super.handleMessage(message);
            if (getMvStore().hasUnsavedChanges()) {
                commit();
            }
            return answer.cloneDeeply();
        }
    }

    public static void main(String[] args) {
        MVStore store = new MVStore.Builder().fileName(args[0]).cacheSize(64).pageSplitSize(4096).open();
        // Old chunks guard against a power cut; a killed process needs none, and the file stays small without.
        store.setRetentionTime(0);
        DurableBackend backend = new DurableBackend(store);
        backend.version(new Version(List.of(6, 0, 0), 17));
        MongoServer server = new MongoServer(backend);
        server.bind(args.length > 2 ? args[2] : "127.0.0.1", Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    }
}
