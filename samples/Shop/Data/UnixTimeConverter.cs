using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Shop;

/// <summary>Stores a time as milliseconds since 1970.</summary>
public sealed class UnixTimeConverter() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
