const channelName = "askbook-signed-in-again";

/** Tells every tab of this browser that its person has just proved who they are. */
export function announceSignIn(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(null);
  channel.close();
}

/** Calls when another tab announces it, until the function that it gives is called. */
export function onSignInElsewhere(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener("message", listener);
  return () => channel.close();
}
