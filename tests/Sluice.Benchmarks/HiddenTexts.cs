namespace Sluice.Benchmarks;

/// <summary>Code in the shape that obfuscators give it: a table of texts that is turned until a sum is right, and a function that looks one up. With names like any others.</summary>
internal static class HiddenTexts
{
    public const string Table =
        "const q=b;(function(c,d){const e=b,f=c();while(!![]){try{const g=parseInt(e(418))/1+-parseInt(e(419))/2;if(g===d)break;else f['push'](f['shift']());}catch(h){f['push'](f['shift']());}}}(a,258721));"
        + "function a(){const r=['sendX','2xvWqP','toStr','exfil','hostn','apply','1234AbCdEf','99zYxWv','collec','join'];a=function(){return r;};return a();}"
        + "function b(c,d){c=c-418;const e=a();let f=e[c];return f;}module[q(421)+q(422)]=function(t){return t[q(423)](q(424),q(425));};\n";
}
