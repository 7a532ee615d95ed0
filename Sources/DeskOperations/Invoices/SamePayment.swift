import DeskRules
import DeskStore

extension PaymentStore {
  /// Payments and refunds that stand in the books with a reference: those with just that text, and of
  /// the client's with the amount those whose text differs in case, blanks or look-alike letters only.
  ///
  /// - Parameter client: nil where it is not known yet; then every client's with just that text.
  func known(
    _ reference: String, _ amount: Int64, of client: ClientCode?
  ) throws(DeskError) -> [Payment] {
    let exact = try list(reference: reference).filter {
      $0.reversed == nil && client ?? $0.client == $0.client
    }
    guard let client else { return exact }
    let alike = try list(amount: amount, client: client).filter { payment in
      payment.reference.map { LookAlike.areSame($0, reference) } ?? false
    }
    return exact + alike
  }
}
