namespace Sluice.Secrets.Generic;

/// <summary>Why a value that is assigned to the name of a credential is none.</summary>
internal enum PutAside : byte
{
    /// <summary>It is one.</summary>
    No,

    /// <summary>The name is of something about a credential: its length, its address.</summary>
    OtherName,

    /// <summary>It says where the value comes from.</summary>
    Reference,

    /// <summary>It is to be filled in.</summary>
    Placeholder,

    /// <summary>It repeats its name.</summary>
    NameAgain,

    /// <summary>A digest, which nothing can be opened with.</summary>
    Digest,

    /// <summary>An identifier by its form: UUID, version, number, date.</summary>
    Identifier,

    /// <summary>Made to be public: a public key, a certificate.</summary>
    PublicKey,

    /// <summary>An address, a path, a host or a mail address.</summary>
    Address,

    /// <summary>An expression of a programming language, a type, a pattern.</summary>
    Code,

    /// <summary>Text for people.</summary>
    Text,

    /// <summary>The classifier thinks it unlikely.</summary>
    Unlikely,

    /// <summary>What was found before lies there: by the rule of its kind, say.</summary>
    Known,
}

internal static class PutAsideWords
{
    /// <summary>Completes "put aside: ".</summary>
    public static string Of(PutAside reason) => reason switch
    {
        PutAside.OtherName => "the name is of something about a credential",
        PutAside.Reference => "a reference to a value kept elsewhere",
        PutAside.Placeholder => "a placeholder",
        PutAside.NameAgain => "repeats its name",
        PutAside.Digest => "a digest",
        PutAside.Identifier => "an identifier, a version or a number",
        PutAside.PublicKey => "public by its form",
        PutAside.Address => "an address or a path",
        PutAside.Code => "an expression or a type",
        PutAside.Text => "text for people",
        PutAside.Unlikely => "unlikely by its features",
        PutAside.Known => "found already",
        _ => "",
    };
}
