// Encrypts and decrypts the frames of a closed meeting, in a thread of its own. The engine's client ships it.
import 'livekit-client/e2ee-worker';
