import DeskRules
import Logging
import NIOCore
import NIOPosix

/// Where a server accepts connections.
struct Listeners {
  let addresses: [BoundAddress]
  private let channels: [any Channel]
  private let socketPath: String

  /// Listens on the Unix socket and on every TCP address of a configuration.
  ///
  /// - Throws: `usage`, `exists` or `storage` when an address cannot be had; then none is kept.
  static func open(
    _ configuration: ServerConfiguration, _ services: Services, on group: any EventLoopGroup,
    _ loops: [SessionLoop]
  ) async throws(DeskError) -> Listeners {
    var channels: [any Channel] = []
    var addresses: [BoundAddress] = []
    let path = configuration.socketPath
    do throws(DeskError) {
      let socket = try UnixSocket.listen(at: path)
      let local = Self.bootstrap(services, on: group, loops, isLocal: true)
      channels.append(try await Self.opened(local.withBoundSocket(socket), "unix:\(path)"))
      addresses.append(.unix(path: path))
      let remote = Self.bootstrap(services, on: group, loops, isLocal: false)
      for address in configuration.addresses {
        let channel = try await Self.opened(
          remote.bind(host: address.host, port: address.port), "\(address.host):\(address.port)")
        channels.append(channel)
        addresses.append(
          .tcp(host: address.host, port: channel.localAddress?.port ?? address.port))
      }
    } catch {
      await Listeners(addresses: addresses, channels: channels, socketPath: path).close()
      throw error
    }
    return Listeners(addresses: addresses, channels: channels, socketPath: path)
  }

  /// Accepts nothing more.
  func close() async {
    for channel in channels {
      // A listener that is closed already is what we want.
      try? await channel.close()
    }
    if !channels.isEmpty { UnixSocket.remove(socketPath) }
  }

  private static func opened(
    _ future: EventLoopFuture<any Channel>, _ address: String
  ) async throws(DeskError) -> any Channel {
    do {
      return try await future.get()
    } catch {
      let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
      throw DeskError(
        .storage, "cannot listen at \(address): \(reason)", ["address": .string(address)])
    }
  }

  private static func bootstrap(
    _ services: Services, on group: any EventLoopGroup, _ loops: [SessionLoop], isLocal: Bool
  ) -> ServerBootstrap {
    let limits = services.limits
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          // Out of descriptors, the system goes on offering what it cannot hand over.
          try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
        }
      }
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(
        .recvAllocator,
        value: AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 2_048, maximum: 16_384)
      )
      .childChannelOption(
        .writeBufferWaterMark,
        value: .init(low: limits.queuedReplyBytes / 4, high: limits.queuedReplyBytes)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let loop = loops.first(where: { $0.eventLoop === channel.eventLoop }) else {
            throw ChannelError.operationUnsupported
          }
          try channel.pipeline.syncOperations.addHandler(
            Session(services, loop: loop, isLocal: isLocal))
        }
      }
    guard !isLocal else { return bootstrap }
    return
      bootstrap
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
  }
}
