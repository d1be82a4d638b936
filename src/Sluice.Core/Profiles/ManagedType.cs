using System.Text;

namespace Sluice.Profiles;

/// <summary>A type of .NET that tells what an assembly reaches for, by the members that it refers to.</summary>
/// <param name="Meaning">Of the mere mention of the type.</param>
/// <param name="Members">By the beginnings of their names.</param>
internal sealed record ManagedType(byte[] Space, byte[] Name, Capabilities Meaning, ManagedMember[] Members)
{
    /// <summary>Its method <c>Load</c> runs a program where it is given bytes: what is loaded by a name is found by the system.</summary>
    public bool LoadsBytes { get; init; }

    /// <summary>It decodes base64.</summary>
    public bool Decodes { get; init; }

    /// <summary>It finds types by texts.</summary>
    public bool FindsTypes { get; init; }

    public static ManagedType Of(string space, string name, params ManagedMember[] members) => new(Encoding.ASCII.GetBytes(space), Encoding.ASCII.GetBytes(name), Capabilities.None, members);

    public static ManagedMember Calls(Capabilities meaning, params string[] beginnings) => new(Array.ConvertAll(beginnings, Encoding.ASCII.GetBytes), meaning);
}

/// <summary>Members with one meaning.</summary>
internal sealed record ManagedMember(byte[][] Beginnings, Capabilities Meaning)
{
    public bool IsOf(ReadOnlySpan<byte> name)
    {
        foreach (var beginning in Beginnings)
        {
            if (name.StartsWith(beginning))
                return true;
        }

        return false;
    }
}
