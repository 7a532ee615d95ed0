import DeskOperations
import DeskRules
import DeskWire
import NIOCore

/// Following the journal: the session then does nothing else.
extension Session {
  func beginWatch(since: Int64?, books: String?, tag: String?) {
    switch signIn {
    case .failure(let error): answer(.failure(error), tag: tag)
    case .success(let credential):
      watch = Watch(feed: JournalFeed(after: since, of: books, as: credential), tag: tag)
      loop.setWatching(self, true)
    }
  }

  /// The next thing to do for the watch; returns whether there was anything.
  func watchStep() -> Bool {
    guard let watch, agenda.isIdle else { return false }
    if let item = agenda.takeFirst() {
      obey(item)
      return true
    }
    let isBehind = !watch.isAtEnd || services.head.seq > (watch.feed.position ?? 0)
    if isLeaving, services.stop.isSet || !isBehind {
      endWatch(tag: nil)
      return true
    }
    if isBehind { readJournal(watch) }
    return isBehind
  }

  private func obey(_ item: AgendaItem) {
    switch item.content {
    case .unwatch: endWatch(tag: item.tag)
    case .quit:
      endWatch(tag: nil)
      answer(.success([]), tag: item.tag)
    case .refusal(let error): answer(.failure(error), tag: item.tag)
    case .change, .read, .watch:
      answer(
        .failure(DeskError(.state, "the session is watching: send unwatch first")), tag: item.tag)
    }
  }

  private func readJournal(_ watch: Watch) {
    agenda.beginReading()
    let job = WatchJob(
      feed: watch.feed, tag: watch.tag, entries: services.limits.watchSliceEntries,
      surroundings: services.surroundings)
    read(job.run) { session, slice in session.take(slice) }
  }

  private func take(_ slice: Result<Watch.Slice, DeskError>) {
    agenda.finishReading(0)
    switch slice {
    case .success(let slice):
      watch?.take(slice, silence: TimeAmount(services.limits.watchSilence), to: &outgoing)
    case .failure(let error):
      answer(.failure(error), tag: watch?.tag)
      forgetWatch()
    }
    pump()
  }

  /// One status ends the watch: the answer to `unwatch`, under its tag if it has one.
  private func endWatch(tag: String?) {
    guard let watch else { return }
    services.statistics.answered(Result<Void, DeskError>.success(()))
    ReplyLine.ok(count: watch.count, sequence: watch.feed.position ?? services.head.seq)
      .write(tag: tag ?? watch.tag, to: &outgoing)
    forgetWatch()
  }

  private func forgetWatch() {
    watch = nil
    loop.setWatching(self, false)
  }
}
