namespace Pyxpro.Sdk.Internal;

/// <summary>Compares a proven payment with the merchant's order, ordinally.</summary>
internal static class OrderComparison
{
    /// <param name="payment">What was proven, with the name of the field that says whether it is paid.</param>
    /// <param name="outTradeNo">The order's number.</param>
    /// <param name="totalFee">The order's amount.</param>
    /// <param name="feeType">The order's currency.</param>
    /// <returns>The wire name of the first field that differs, or null.</returns>
    /// <exception cref="ArgumentNullException">The number or the currency is null.</exception>
    public static string? FindMismatch(
        (string StateField, bool IsPaid, string? OutTradeNo, long? TotalFee, string? FeeType) payment,
        string outTradeNo,
        long totalFee,
        string feeType)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);
        ArgumentNullException.ThrowIfNull(feeType);

        return !payment.IsPaid ? payment.StateField
            : payment.OutTradeNo != outTradeNo ? FieldNames.OutTradeNo
            : payment.TotalFee != totalFee ? FieldNames.TotalFee
            : payment.FeeType != feeType ? FieldNames.FeeType
            : null;
    }

    public static PyxproMismatchException ToException(string what, string fieldName) => new(
        $"The {what} differs from the order in '{fieldName}'. Do not deliver; have a person look at it.", fieldName);
}
