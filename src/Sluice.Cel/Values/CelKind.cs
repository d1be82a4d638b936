namespace Sluice.Cel;

/// <summary>What a value is at run time.</summary>
public enum CelKind
{
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    List,
    Map,
    Type,
    Timestamp,
    Duration,
    Optional,
    Object,

    /// <summary>A value that only functions can look into: an IP address, a URL.</summary>
    Opaque,

    /// <summary>The evaluation failed here. Errors travel as values, so that <c>||</c> and <c>&amp;&amp;</c> may ignore them.</summary>
    Error,
}
