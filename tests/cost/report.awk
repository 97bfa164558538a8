# Rows of `command form wall user system` -> medians, as ratios to the dyn row, and the targets.

{
    key = $1 SUBSEP $2
    n[key]++
    wall[key, n[key]] = $3
    cpu[key, n[key]] = $4 + $5
    if (!($2 in seen)) { seen[$2] = 1; form[++forms] = $2 }
}

# The median of what `from` holds for a command and a form.
function median(from, command, name,    key, i, j, swap, sorted) {
    key = command SUBSEP name
    for (i = 1; i <= n[key]; i++) sorted[i] = from[key, i]
    for (i = 2; i <= n[key]; i++)
        for (j = i; j > 1 && sorted[j - 1] > sorted[j]; j--) {
            swap = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = swap
        }
    return sorted[int((n[key] + 1) / 2)]
}

function ratio(command, name) {
    return median(cpu, command, name) / median(cpu, command, "dyn")
}

function target(text, reached) {
    printf "%-7s %s\n", reached ? "met" : "NOT MET", text
}

END {
    split("check build release", commands, " ")
    what = unit == "M" ? "millions of instructions, and these twice" : "CPU seconds, and CPU and wall"
    print actions " Actions, own crate: " what " beside the dyn row"
    printf "%-20s", ""
    for (c = 1; c <= 3; c++) printf "  %-22s", commands[c]
    print ""
    for (f = 1; f <= forms; f++) {
        if (form[f] ~ /^without-/) continue
        printf "%-20s", form[f]
        for (c = 1; c <= 3; c++)
            printf(unit == "M" ? "  %7.0f %5.2fx %5.2fx " : "  %5.2f s %5.2fx %5.2fx ", median(cpu, commands[c], form[f]),
                ratio(commands[c], form[f]),
                median(wall, commands[c], form[f]) / median(wall, commands[c], "dyn"))
        print ""
    }
    for (f = 1; f <= forms; f++) {
        if (form[f] !~ /^without-/) continue
        if (!heading++) print "\nwhat a generated thing costs: the share of the full form that goes with it"
        printf "%-20s", substr(form[f], 9)
        for (c = 1; c <= 3; c++)
            printf "  %5.1f %%               ",
                100 * (1 - median(cpu, commands[c], form[f]) / median(cpu, commands[c], "full"))
        print ""
    }
    check = ratio("check", "ours"); serde = ratio("check", "serde"); release = ratio("release", "ours")
    print ""
    target(sprintf("check: %.2f times the dyn row, at most 2.0", check), check <= 2.0)
    target(sprintf("check: %.2f times the dyn row, below serde's %.2f", check, serde), check < serde)
    target(sprintf("release: %.2f times the dyn row, at most 1.0", release), release <= 1.0)
}
